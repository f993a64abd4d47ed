import request from 'supertest';
import type { TestApp } from './start-app.js';

const API = '/api/v1';

/** A user's REST calls; paths without `/api/v1`. */
export function restClient(app: TestApp, cookie: string) {
  const server = app.app.getHttpServer();
  return {
    get: (path: string) =>
      request(server)
        .get(API + path)
        .set('Cookie', cookie),
    patch: (path: string, body: object) =>
      request(server)
        .patch(API + path)
        .set('Cookie', cookie)
        .send(body),
    put: (path: string, body: object) =>
      request(server)
        .put(API + path)
        .set('Cookie', cookie)
        .send(body),
    delete: (path: string) =>
      request(server)
        .delete(API + path)
        .set('Cookie', cookie),
  };
}

export type RestClient = ReturnType<typeof restClient>;
