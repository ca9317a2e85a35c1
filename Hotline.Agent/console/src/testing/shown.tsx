import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp } from 'antd'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'

/** Any moment. */
export const at = '2026-01-01T00:00:00Z'

/** Every member by name: one that is added on the server is a compile error where they are listed. */
export const all = <T extends string>(members: Record<T, true>) => Object.keys(members) as T[]

/** What is shown, as text. */
export const shown = (node: ReactNode) =>
  renderToString(
    <QueryClientProvider client={new QueryClient()}>
      <AntApp>{node}</AntApp>
    </QueryClientProvider>,
  )
