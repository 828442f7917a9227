// Texts that break systems which build JSON, templates or shell lines by hand.

/** Name and text, for `it.each`. */
export const TEXTS: readonly (readonly [string, string])[] = [
  ['quotes', `"double" 'single' \`back\` “curly”`],
  ['backslashes', String.raw`\ \\ \" \n \u0041 C:\temp`],
  ['line breaks', 'one\ntwo\r\nthree\rfour\u2028five\u2029six\u0085seven'],
  ['tabs and spaces', '\t a  b \u00a0\u3000\ufeff '],
  ['control characters', String.fromCharCode(...Array.from({ length: 32 }, (_, code) => code), 127)],
  ['emoji', '😀 👩‍👩‍👧‍👦 🇦🇺 👍🏽 ❤️'],
  ['combining characters', 'e\u0301 n\u0303 Z\u0351\u036b\u0343 é'],
  ['right-to-left text', 'שלום مرحبا \u202eabc\u202c'],
  ['placeholders', '<name> <detail> <aws.events.event.json> ${x} $ctx.args $util.error("x") {{x}} #name# %s #{x}'],
  ['JSON text', '{"name":"cars","message":"\\"","n":[1,null,true]}'],
  ['the empty string', ''],
  ['words with a meaning', '__proto__ constructor null undefined NaN true 0'],
  ['200,000 bytes', 'é😀a'.repeat(28_571) + 'abc'],
];
