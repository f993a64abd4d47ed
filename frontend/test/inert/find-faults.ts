const FORBIDDEN = new Set(
  'applet audio base embed fencedframe foreignobject form frame frameset image input link meta object param picture portal script source style template textarea title track use video'.split(
    ' ',
  ),
);
const LOADS = new Set(
  'action archive background cite classid codebase data dynsrc formaction longdesc lowsrc manifest ping poster profile src srcdoc srcset xlink:href'.split(
    ' ',
  ),
);

/** What is in a rendered answer that must not be: one line each. */
export function findFaults(answer: Element): string[] {
  return [...answer.querySelectorAll('*')].flatMap((element) => faultsOf(element));
}

function faultsOf(element: Element): string[] {
  const name = element.localName.toLowerCase();
  const faults: string[] = [];
  if (FORBIDDEN.has(name)) faults.push(`<${name}>`);
  if (name === 'iframe' && !isSandboxed(element)) faults.push('<iframe> that is no sandbox');
  for (const attribute of element.attributes) {
    const what = `${name} ${attribute.name}=${attribute.value}`;
    if (/^on/i.test(attribute.name)) faults.push(what);
    if (LOADS.has(attribute.name.toLowerCase()) && !isOurOwn(attribute.value)) faults.push(what);
    if (attribute.name === 'href' && !/^(https?:|mailto:|#|\/(?!\/))/.test(attribute.value)) faults.push(what);
    if (attribute.name === 'style' && /url\(|image-set|@import|expression|position:\s*fixed/i.test(attribute.value))
      faults.push(what);
  }
  if (name === 'a' && !element.getAttribute('rel')?.includes('noreferrer')) faults.push('a link that tells who refers');
  return faults;
}

function isSandboxed(frame: Element): boolean {
  const sandbox = frame.getAttribute('sandbox');
  return sandbox !== null && !/same-origin|top-navigation|popups/.test(sandbox);
}

function isOurOwn(url: string): boolean {
  return URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
}
