/** API. The way of one request, and its first steps: accept, identify, admit. */
@NullMarked
package io.matapalo.proxy.pipeline;

import org.jspecify.annotations.NullMarked;
