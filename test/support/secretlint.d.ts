// The types of the scanner, as far as they are used: test/support/scan-outputs.ts is checked where it is not installed, too.
declare module '@secretlint/core' {
  export function lintSource(request: {
    readonly source: { readonly filePath: string; readonly content: string; readonly contentType: 'text' };
    readonly options: { readonly config: unknown; readonly noPhysicFilePath: boolean };
  }): Promise<{
    readonly messages: readonly { readonly ruleId: string; readonly range: readonly [number, number] }[];
  }>;
}

declare module '@secretlint/secretlint-rule-preset-recommend' {
  export const creator: unknown;
}
