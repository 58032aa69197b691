/**
 * API. The strangler proxy, which sends each SOAP operation to legacy or fast path. {@link
 * io.matapalo.proxy.StranglerProxy} starts one, {@link io.matapalo.proxy.Main} starts one from a
 * command line.
 */
@NullMarked
package io.matapalo.proxy;

import org.jspecify.annotations.NullMarked;
