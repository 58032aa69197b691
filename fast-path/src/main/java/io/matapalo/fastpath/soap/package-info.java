/**
 * API. Reads SOAP 1.1 requests by pull parser and writes answers and faults; knows no operation.
 */
@NullMarked
package io.matapalo.fastpath.soap;

import org.jspecify.annotations.NullMarked;
