/** API. Sends each SOAP operation to legacy or fast path. */
@NullMarked
package io.matapalo.proxy;

import org.jspecify.annotations.NullMarked;
