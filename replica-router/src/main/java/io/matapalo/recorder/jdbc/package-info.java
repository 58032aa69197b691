/** API. Data sources and connections whose statements the recorder counts. */
@NullMarked
package io.matapalo.recorder.jdbc;

import org.jspecify.annotations.NullMarked;
