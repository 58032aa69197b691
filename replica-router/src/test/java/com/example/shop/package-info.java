/** An application that knows nothing of the recorder's packages; its frames are call sites. */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
