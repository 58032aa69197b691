/** Interior. Passive check of instances and admission to clusters. No thread and no clock of its own. */
@NullMarked
package io.matapalo.proxy.resilience;

import org.jspecify.annotations.NullMarked;
