// Owns what stands in place of a part of the screen that broke. The other parts go on; this one never shows old numbers.
import { Component, type ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './error-tile.module.css'

type Props = { readonly name: string; readonly children: ReactNode }

export class ErrorTile extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    console.error(`${this.props.name} could not be shown`, error)
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <div className={styles['tile']} role="alert">
        <p>
          <strong>{this.props.name} cannot be shown here.</strong> Watch the bedside monitor.
        </p>
        <Button onClick={() => this.setState({ failed: false })}>Try again</Button>
      </div>
    )
  }
}
