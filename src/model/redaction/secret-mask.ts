/** What stands in place of a secret that no redactor numbers. */
export const secretMask = '(sensitive)';
