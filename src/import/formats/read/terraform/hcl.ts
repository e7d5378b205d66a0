/** An expression of HCL, as far as import evaluates it. */
export type Expression =
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  /** A number, `true` or `false` as text; `null`. */
  | { readonly kind: 'literal'; readonly text: string | null }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  /** `var.region`, `local.topics`, `aws_db_instance.main.address`. */
  | { readonly kind: 'reference'; readonly path: readonly string[] }
  /** Anything else; `uses` names its kind, without literals. */
  | { readonly kind: 'other'; readonly uses: string };

/** The contents of a file or a block. */
export interface Body {
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly blocks: readonly Block[];
}

/** A block: `resource "type" "name" { … }`. */
export interface Block extends Body {
  readonly type: string;
  readonly labels: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** HCL that import cannot parse. */
export class HclSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
