/**
 * API. The router's front door {@link io.matapalo.router.ReplicaRouter}, its configuration and its
 * exception; the packages below are its parts.
 */
@NullMarked
package io.matapalo.router;

import org.jspecify.annotations.NullMarked;
