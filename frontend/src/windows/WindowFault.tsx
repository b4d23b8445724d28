import { Component, type ReactNode } from 'react'
import { text } from '../text'

/** Keeps a window that breaks from taking the page along, and lets a person try again. */
export class WindowFault extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children
    return (
      <div className="win-note">
        <p>{text.windows.broken}</p>
        <button type="button" className="button" onClick={() => this.setState({ broken: false })}>
          {text.windows.again}
        </button>
      </div>
    )
  }
}
