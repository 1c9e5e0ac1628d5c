// Owns how Mantine's parts wear our tokens. Every colour is a variable of tokens.css.
import { type CSSVariablesResolver, createTheme } from '@mantine/core'

export const theme = createTheme({
  fontFamily: 'var(--font)',
  defaultRadius: 12,
  cursorType: 'pointer',
  components: {
    Modal: {
      // Alarms behind a question stay well above 30 % of their level.
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.45 },
        padding: 22,
        radius: 18,
        closeButtonProps: { 'aria-label': 'Leave this', size: 44 },
      },
      styles: { title: { fontSize: 20, fontWeight: 700 } },
    },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Checkbox: {
      defaultProps: { size: 'md', color: 'var(--ink)', iconColor: 'var(--on-ink)' },
      styles: { description: { paddingInlineStart: 12, fontSize: 14 } },
    },
  },
})

const ours = {
  '--mantine-color-white': 'var(--surface-1)',
  '--mantine-color-gray-4': 'var(--faint)',
  '--mantine-color-dark-4': 'var(--faint)',
  '--mantine-color-dark-5': 'var(--surface-3)',
  '--mantine-color-dark-6': 'var(--surface-2)',
  '--mantine-color-dark-7': 'var(--surface-1)',
  '--mantine-color-body': 'var(--surface-1)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--faint)',
  '--mantine-color-default': 'var(--surface-2)',
  '--mantine-color-default-hover': 'var(--surface-3)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-error': 'var(--ink)',
  '--mantine-primary-color-filled': 'var(--ink)',
  '--mantine-primary-color-contrast': 'var(--on-ink)',
}

export const variables: CSSVariablesResolver = () => ({ variables: {}, dark: ours, light: ours })
