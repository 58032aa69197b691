/** Interior. Learns positions of commits from what a driver receives with the server's answers. */
@NullMarked
package io.matapalo.router.freshness.tracking;

import org.jspecify.annotations.NullMarked;
