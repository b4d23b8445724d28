import { Component, type ReactNode } from 'react'
import { text } from '../text'

/** Stands in for a page that broke, so that nobody looks at an empty one. */
export class Fault extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <main className="fault" role="alert">
        <h1>{text.fault.title}</h1>
        <p>{text.fault.detail}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {text.fault.reload}
        </button>
      </main>
    )
  }
}
