/**
 * API. The settings of a proxy as validated records, read from {@code proxy.yaml}; and the watch
 * over {@code cutover.yaml}.
 */
@NullMarked
package io.matapalo.proxy.config;

import org.jspecify.annotations.NullMarked;
