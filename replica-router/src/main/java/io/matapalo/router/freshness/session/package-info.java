/**
 * API. What a unit of work has seen of its clusters, the marks that carry it on, and their counts.
 */
@NullMarked
package io.matapalo.router.freshness.session;

import org.jspecify.annotations.NullMarked;
