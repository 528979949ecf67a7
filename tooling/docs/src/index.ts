export { compileExample } from './compile.ts';
export { docstringExamples, type Example, markdownExamples } from './extract.ts';
