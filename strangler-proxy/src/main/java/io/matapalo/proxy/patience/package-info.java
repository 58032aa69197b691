/**
 * Interior. What one request waits for, and how long: its time, the pace of its body, the presence
 * of its client. Each is confined to the I/O thread of the request.
 */
@NullMarked
package io.matapalo.proxy.patience;

import org.jspecify.annotations.NullMarked;
