import { describe, expect, it } from 'vitest';
import { foundIn } from '../../../support/found-in.ts';

describe('a file with HTTP requests', () => {
  it('has connectors in the bodies of requests that create and update', () => {
    const text = `@host = http://localhost:8083
@name = lines
@tasks = 2

### list
GET {{host}}/connectors

### create
# @name create
POST {{host}}/connectors HTTP/1.1
Content-Type: application/json

{
  "name": "orders",
  "config": {
    "connector.class": "X",
    "tasks.max": {{tasks}},
    "url": "jdbc:{{db-url}}/x",
    "db.password": "{{pw}}",
    "user.token": "{{$processEnv TOKEN}}",
    "file.name.template": "{{topic}}-{{partition}}"
  }
}

> {%
  client.test("created", () => {});
%}

### update
PUT {{host}}/connectors/{{name}}/config
  ?forward=true
Content-Type: application/json

{"connector.class": "Y"}

###
PUT {{host}}/connectors/orders/pause
`;
    expect(foundIn('a.http', text)).toMatchObject({
      configs: {
        orders: {
          'connector.class': 'X',
          'tasks.max': '${var.tasks}',
          url: 'jdbc:${var.db_url}/x',
          'db.password': '${env.pw}',
          'user.token': '${env.TOKEN}',
          'file.name.template': '{{topic}}-{{partition}}',
        },
        lines: { 'connector.class': 'Y' },
      },
      lines: [13, 34],
      variables: { host: 'http://localhost:8083', name: 'lines', tasks: '2' },
      notRead: [],
      codes: [],
    });
  });

  it('reads the files that requests send, and lists what it cannot read', () => {
    const text = `PUT http://user:pw@c/connectors/orders/config

< ./orders.json

###
POST http://c/connectors

< ./missing.json

###
POST http://c/connectors

{"name": "a", "config":

###
POST http://c/connectors
`;
    const others = { './orders.json': '{"connector.class": "X"}' };
    expect(foundIn('a.rest', text, others)).toMatchObject({
      configs: { orders: { 'connector.class': 'X' } },
      notRead: [
        'a.rest:6 http://c/connectors < ./missing.json the file does not exist',
        expect.stringMatching(/^a.rest:13 http:\/\/c\/connectors .*JSON/),
        'a.rest:16 http://c/connectors the request has no body',
      ],
    });
  });
});
