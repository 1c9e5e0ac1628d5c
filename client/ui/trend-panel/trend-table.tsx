// Owns the trend as tables: the same window, for whoever reads rather than looks.
import { useMemo } from 'react'
import { type Described, tablesOf } from './description.ts'
import styles from './trend-panel.module.css'

export function TrendTable({ described }: { readonly described: Described }) {
  const tables = useMemo(() => tablesOf(described), [described])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className={styles['tables']} aria-label="Trend as tables" tabIndex={0}>
      {tables.map(({ title, head, rows, none }) => (
        <div key={title}>
          <h3>{title}</h3>
          {rows.length === 0 ? (
            <p>{none}</p>
          ) : (
            <table>
              <caption className="visually-hidden">{title}</caption>
              <thead>
                <tr>
                  {head.map((each) => (
                    <th key={each} scope="col">
                      {each}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two rows may read the same
                  <tr key={index}>
                    {row.map((cell, column) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                      <td key={column}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      ))}
    </section>
  )
}
