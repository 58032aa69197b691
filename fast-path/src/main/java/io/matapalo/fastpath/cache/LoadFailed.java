package io.matapalo.fastpath.cache;

import org.jspecify.annotations.Nullable;

/** A load gave no value: it failed, or took too long. Its cause is the loader's exception. */
public final class LoadFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LoadFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
