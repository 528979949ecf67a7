#!/usr/bin/env node
import { runProgram } from '@ml/terminal';
import { createProgram } from './program.ts';

await runProgram(createProgram);
