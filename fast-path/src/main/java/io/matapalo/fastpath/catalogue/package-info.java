/** API. What is sold: events, ticket types, fee rules; read through the cache. */
@NullMarked
package io.matapalo.fastpath.catalogue;

import org.jspecify.annotations.NullMarked;
