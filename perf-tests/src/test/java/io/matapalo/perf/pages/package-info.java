/** Interior. Holds the pages of the repository to the house's prose, and to what programs print. */
@NullMarked
package io.matapalo.perf.pages;

import org.jspecify.annotations.NullMarked;
