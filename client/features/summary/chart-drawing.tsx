// Owns the summary's trend as SVG: the drawing's own paths and words. Never a colour: it is printed in ink.
import type { Drawing, Stroke, Tone, Words } from '@chairside/shared/visit/report-drawing.ts'

const INK: Readonly<Record<Tone, string>> = {
  ink: '#000000',
  soft: '#4a4a4a',
  faint: '#d0d0d0',
  paper: '#ffffff',
}

function Mark({ mark }: { readonly mark: Stroke | Words }) {
  if (mark.is === 'words') {
    const { x, y, size, anchor, tone, text } = mark
    return (
      <text x={x} y={y} fontSize={size} textAnchor={anchor} fill={INK[tone]}>
        {text}
      </text>
    )
  }
  const { d, fill, stroke = 'ink', width = 0.5, dash } = mark
  return (
    <path
      d={d}
      fill={fill === undefined ? 'none' : INK[fill]}
      stroke={fill === undefined ? INK[stroke] : 'none'}
      strokeWidth={width}
      strokeLinejoin="round"
      strokeDasharray={dash?.join(' ')}
    />
  )
}

export function ChartDrawing({
  drawing: { width, height, marks },
  title,
}: {
  readonly drawing: Drawing
  readonly title: string
}) {
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={`${width}pt`}
      height={`${height}pt`}
      role="img"
      aria-label={title}
    >
      {marks.map((mark, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a drawing is replaced whole
        <Mark key={index} mark={mark} />
      ))}
    </svg>
  )
}
