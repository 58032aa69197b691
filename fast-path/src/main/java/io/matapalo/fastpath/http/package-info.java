/** API. Requests of HTTP: which are served, by which service, and how their answers go out. */
@NullMarked
package io.matapalo.fastpath.http;

import org.jspecify.annotations.NullMarked;
