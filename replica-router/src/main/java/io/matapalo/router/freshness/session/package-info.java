/** API. What a unit of work has seen of its clusters, and the marks that carry it on. */
@NullMarked
package io.matapalo.router.freshness.session;

import org.jspecify.annotations.NullMarked;
