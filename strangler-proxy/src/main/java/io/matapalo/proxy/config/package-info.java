/** API. Reads {@code proxy.yaml} into validated records and watches {@code cutover.yaml}. */
@NullMarked
package io.matapalo.proxy.config;

import org.jspecify.annotations.NullMarked;
