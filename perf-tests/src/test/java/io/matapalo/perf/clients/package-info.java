/**
 * API. SOAP stacks of other languages, fetched into the cache like servers, and the scripts that
 * run on them.
 */
@NullMarked
package io.matapalo.perf.clients;

import org.jspecify.annotations.NullMarked;
