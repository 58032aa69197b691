/**
 * Interior. The way to a cluster: its settings, who watches its nodes, and physical connections to
 * them.
 */
@NullMarked
package io.matapalo.router.link;

import org.jspecify.annotations.NullMarked;
