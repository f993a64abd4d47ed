import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** What the page never asks a browser for, and so nothing that gets into it may either. */
const UNUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];
const PERMISSIONS = UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', ');

/**
 * The headers of every answer. They hold even where the page's own care fails: no script but our files, no markup made
 * of strings (Trusted Types without any policy), no styles but ours, nothing fetched from elsewhere, no referrer.
 */
export function securityHeaders(): RequestHandler[] {
  return [
    (_request: Request, response: Response, next: NextFunction) => {
      response.locals.nonce = randomBytes(16).toString('base64');
      response.setHeader('Permissions-Policy', PERMISSIONS);
      next();
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
          fontSrc: ["'self'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          connectSrc: ["'self'"],
          frameSrc: ["'self'"],
          manifestSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
          requireTrustedTypesFor: ["'script'"],
          trustedTypes: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
      // Whether there is TLS in front is the proxy's to say.
      strictTransportSecurity: false,
    }),
  ];
}

/**
 * The frame that draws diagrams makes markup of strings, so it gets an origin of its own: nothing there reaches the page,
 * its cookies or the network. Our page alone may frame it.
 */
export function setDiagramFrameHeaders(response: Response): void {
  response.setHeader(
    'Content-Security-Policy',
    "sandbox allow-scripts;default-src 'none';script-src 'self';style-src 'unsafe-inline';" +
      "base-uri 'none';form-action 'none';frame-ancestors 'self'",
  );
  response.setHeader('X-Frame-Options', 'SAMEORIGIN');
}

/** What a `<style>` of our own needs to be let in; another one for each answer. */
export function nonceOf(response: Response): string {
  return response.locals.nonce as string;
}
