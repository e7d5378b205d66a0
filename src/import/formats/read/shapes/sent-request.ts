import { type DataShape, isMap, type Members, textOf } from './data-shape.ts';

/** A request as data, such as the module `uri` of Ansible: the name in the URL takes precedence over the body. */
export const sentRequest: DataShape = {
  form: 'request',
  find: (value, path, search) => {
    const name = nameInUrlOf(value);
    if (name === undefined || !isMap(value['body'])) return undefined;
    const found = search(value['body'], [...path, 'body']);
    return found.length === 1 ? found.map((one) => ({ ...one, name })) : found;
  },
};

/** The name in the URL of a request, `…/connectors/NAME/config`; undefined if it has none, or a placeholder. */
export function nameInUrlOf({ url }: Members): string | undefined {
  const text = textOf(isMap(url) ? url['raw'] : url);
  return text === undefined ? undefined : nameInUrl(text);
}

/** The name in a URL, without placeholders. */
export function nameInUrl(url: string): string | undefined {
  const name = /\/connectors\/([^/?#\s{}$"']+)(?:\/config\/?)?(?:[?#]|$)/.exec(url)?.[1];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return name;
  }
}
