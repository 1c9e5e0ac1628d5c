// Owns what can be pressed: 44 px at least, 64 px where a gloved hand presses in a hurry; in a list that has just moved it says
// that no tap counts yet.
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import styles from './button.module.css'
import { useHeldUp } from './still-list.ts'

export type ButtonKind = 'plain' | 'primary' | 'outlined' | 'quiet'
export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> & {
  readonly kind?: ButtonKind
  readonly large?: boolean
  readonly wide?: boolean
  readonly submit?: boolean
  readonly children: ReactNode
}

export const buttonClass = (
  kind: ButtonKind = 'plain',
  { large = false, wide = false }: { large?: boolean; wide?: boolean } = {},
): string =>
  [
    styles['button'],
    kind === 'plain' ? '' : styles[kind],
    large ? styles['large'] : '',
    wide ? styles['wide'] : '',
  ]
    .filter(Boolean)
    .join(' ')

export function Button({
  kind,
  large = false,
  wide = false,
  submit = false,
  className,
  ...rest
}: ButtonProps) {
  const isHeldUp = useHeldUp()
  return (
    <button
      aria-disabled={isHeldUp || undefined}
      type={submit ? 'submit' : 'button'}
      className={`${buttonClass(kind, { large, wide })} ${className ?? ''}`}
      {...rest}
    />
  )
}
