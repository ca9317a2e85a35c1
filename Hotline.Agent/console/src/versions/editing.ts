/** A document in versions, edited as a whole. Nothing typed is ever dropped but by her own act. */
export interface Editing<Document, View> {
  /** The version it will be saved upon. */
  readonly based: number
  /** That version as stored. */
  readonly stored: Document
  readonly typed: Document
  /** What somebody else saved while this was changed. */
  readonly newer: View | null
}

export type VersionEdit<Document, View> =
  /** The server told the version in force: taken when nothing is changed here, else kept beside it. */
  | { readonly kind: 'told'; readonly view: View }
  | { readonly kind: 'saved'; readonly version: number; readonly document: Document }
  | { readonly kind: 'keepMine' }
  | { readonly kind: 'takeTheirs' }
  | { readonly kind: 'undoAll' }

export const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

export const isChanged = ({ typed, stored }: Editing<unknown, unknown>): boolean => !same(typed, stored)

/** @param documentOf What a version on the wire says. */
export function versioned<Document, View extends { readonly version: number }>(documentOf: (view: View) => Document) {
  type Now = Editing<Document, View>
  const begin = (view: View): Now => ({ based: view.version, stored: documentOf(view), typed: documentOf(view), newer: null })
  const edited = (was: Now, edit: VersionEdit<Document, View>): Now => {
    switch (edit.kind) {
      case 'told':
        if (edit.view.version <= was.based) return was
        return isChanged(was) ? { ...was, newer: edit.view } : begin(edit.view)
      case 'saved':
        // What was typed while the save was under way is still to be saved.
        return { ...was, based: edit.version, stored: edit.document, newer: null }
      case 'keepMine':
        return was.newer ? { ...was, based: was.newer.version, stored: documentOf(was.newer), newer: null } : was
      case 'takeTheirs':
        return was.newer ? begin(was.newer) : was
      case 'undoAll':
        return was.newer ? begin(was.newer) : { ...was, typed: was.stored }
    }
  }
  return { begin, edited }
}
