/**
 * Interior. The port handed over to a second process without a refused connection: a listening
 * socket that both may have, and the kernel told which one gets new connections. Linux.
 */
@NullMarked
package io.matapalo.proxy.takeover;

import org.jspecify.annotations.NullMarked;
