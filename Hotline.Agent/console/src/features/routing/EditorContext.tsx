import { createContext, use, useMemo, type Dispatch, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyFault, RoutingPolicy } from '../../generated/api'
import type { Edit } from './editing'
import { wordsOf, type Words } from './words'

interface Editor {
  readonly policy: RoutingPolicy
  readonly faults: readonly PolicyFault[]
  /** Looked at, not edited. */
  readonly readOnly: boolean
  readonly edit: Dispatch<Edit>
  readonly words: Words
}

const EditorContext = createContext<Editor | null>(null)

export function EditorOf({ policy, faults, readOnly, edit, children }: Omit<Editor, 'words'> & { children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const words = useMemo(() => wordsOf(t, i18n.language, policy), [t, i18n.language, policy])
  const editor = useMemo(() => ({ policy, faults, readOnly, edit, words }), [policy, faults, readOnly, edit, words])
  return <EditorContext value={editor}>{children}</EditorContext>
}

export function useEditor(): Editor {
  const editor = use(EditorContext)
  if (!editor) throw new Error('useEditor outside EditorOf')
  return editor
}
