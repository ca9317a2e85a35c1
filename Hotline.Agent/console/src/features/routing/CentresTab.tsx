import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Empty, Input, Popconfirm, Tree, type TreeDataNode } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyCentre } from '../../generated/api'
import { newCentre } from './blank'
import { always } from './calendar'
import { useEditor } from './EditorContext'
import { ChoiceField, ManyField, NameField, PartFaults, SwitchField, TextField } from './fields'
import { FaultMark } from './FaultMark'
import { countUnder } from './words'

interface Picked {
  readonly item: number
  readonly onPick: (item: number) => void
}

/** The centres as a tree; the chosen one beside it. */
export function CentresTab({ item, onPick }: Picked) {
  const { t } = useTranslation()
  const { policy, faults, readOnly, edit } = useEditor()
  const [search, setSearch] = useState('')
  const tree = useMemo(() => treeOf(policy.centres), [policy.centres])
  const centre = policy.centres[item]
  const found = (node: TreeDataNode) => {
    const here = policy.centres[Number(node.key)]
    return search !== '' && here !== undefined && `${here.name} ${here.code}`.toLowerCase().includes(search.toLowerCase())
  }
  const add = () => {
    edit({ kind: 'add', list: 'centres', values: [newCentre(centre?.code || policy.centres[0]?.code || null)] })
    onPick(policy.centres.length)
  }

  return (
    <div className="policy-split">
      <section className="panel policy-list">
        {policy.centres.length > 8 ? <Input.Search allowClear value={search} onChange={(e) => setSearch(e.target.value)} placeholder={t('routing.centres.search')} aria-label={t('routing.centres.search')} /> : null}
        <PartFaults path="centres" />
        <Tree
          key={tree.expand.join()}
          blockNode
          showLine
          defaultExpandAll
          treeData={tree.nodes}
          selectedKeys={[item]}
          filterTreeNode={found}
          onSelect={([key]) => key !== undefined && onPick(Number(key))}
          titleRender={(node) => {
            const n = Number(node.key)
            const here = policy.centres[n]
            return (
              <span className="policy-line" data-testid={`centre-${here?.code || n}`}>
                {here?.name || here?.code || t('routing.unnamed')}
                <FaultMark n={countUnder(faults, `centres[${n}]`)} />
              </span>
            )
          }}
        />
        {readOnly ? null : (
          <Button icon={<PlusOutlined />} onClick={add} data-testid="centre-add">
            {t('routing.centres.add')}
          </Button>
        )}
      </section>
      <section className="panel policy-one">{centre ? <CentreForm key={item} item={item} centre={centre} onGone={() => onPick(0)} /> : <Empty description={t('routing.centres.pick')} />}</section>
    </div>
  )
}

function CentreForm({ item, centre, onGone }: { item: number; centre: PolicyCentre; onGone: () => void }) {
  const { t } = useTranslation()
  const { policy, readOnly, edit, words } = useEditor()
  const at = `centres[${item}]`
  const own = policy.lanes.filter((lane) => lane.centre === centre.code && centre.code !== '').length
  return (
    <>
      <header className="policy-head">
        <h2>{centre.name || centre.code || t('routing.centres.new')}</h2>
        {readOnly ? null : (
          <Popconfirm
            title={t('routing.centres.removeAsk', { name: centre.name || centre.code })}
            description={t('routing.centres.removeText', { n: own })}
            okText={t('common.remove')}
            okButtonProps={{ danger: true }}
            cancelText={t('common.cancel')}
            onConfirm={() => {
              edit({ kind: 'removeCentre', item })
              onGone()
            }}
          >
            <Button icon={<DeleteOutlined />} danger data-testid="centre-remove">
              {t('common.remove')}
            </Button>
          </Popconfirm>
        )}
      </header>
      <PartFaults path={at} />
      <div className="policy-two">
        <TextField path={`${at}.name`} label={t('routing.field.centres.name')} />
        <NameField list="centres" item={item} path={`${at}.code`} label={t('routing.field.centres.code')} hint={t('routing.centres.codeHint')} />
        <ChoiceField
          path={`${at}.parent`}
          label={t('routing.field.centres.parent')}
          hint={t('routing.centres.parentHint')}
          placeholder={t('routing.centres.root')}
          clearable
          choices={policy.centres.filter((c) => c !== centre && c.code !== '').map((c) => ({ value: c.code, label: words.centre(c.code) }))}
        />
        <ChoiceField
          path={`${at}.hours`}
          label={t('routing.field.centres.hours')}
          choices={[{ value: always, label: t('routing.always') }, ...policy.hours.map((h) => ({ value: h.name, label: h.name || t('routing.unnamed') }))]}
        />
      </div>
      <SwitchField path={`${at}.messages`} label={t('routing.field.centres.messages')} hint={t('routing.centres.messagesHint')} inLine />
      <ManyField path={`${at}.lines`} label={t('routing.field.centres.lines')} hint={t('routing.centres.linesHint')} placeholder="+864711234567" />
      <ManyField path={`${at}.areas`} label={t('routing.field.centres.areas')} hint={t('routing.centres.areasHint')} placeholder="0471" />
    </>
  )
}

/**
 * The centres by their parents. Every centre stands in it once: one whose parent is not there, or that is its own ancestor, stands as a root,
 * so that it can be found and repaired.
 */
export function treeOf(centres: readonly PolicyCentre[]): { nodes: TreeDataNode[]; expand: number[] } {
  const children = new Map<string, number[]>()
  const roots: number[] = []
  const codes = new Set(centres.map((c) => c.code))
  for (const [n, centre] of centres.entries()) {
    if (centre.parent && codes.has(centre.parent) && centre.parent !== centre.code) children.set(centre.parent, [...(children.get(centre.parent) ?? []), n])
    else roots.push(n)
  }
  const seen = new Set<number>()
  const node = (n: number): TreeDataNode => {
    seen.add(n)
    const code = centres[n]?.code ?? ''
    // A code that is there twice gives its children to the first.
    const below = centres.findIndex((c) => c.code === code) === n ? (children.get(code) ?? []) : []
    return { key: n, children: below.filter((child) => !seen.has(child)).map(node) }
  }
  const nodes = roots.map(node)
  for (let n = 0; n < centres.length; n++) if (!seen.has(n)) nodes.push(node(n))
  return { nodes, expand: [...children.keys()].map((_, n) => n) }
}
