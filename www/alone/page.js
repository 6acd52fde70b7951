// @ts-check
import '../lost.js';
import '../main.js';
import './speak.js';
