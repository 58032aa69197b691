/** API. Positions in a cluster's history, and the freshness marks that sessions carry; pure. */
@NullMarked
package io.matapalo.router.consistency;

import org.jspecify.annotations.NullMarked;
