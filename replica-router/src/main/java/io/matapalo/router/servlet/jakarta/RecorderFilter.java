package io.matapalo.router.servlet.jakarta;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** A former class name in descriptors: making one fails, and names the right class. */
public final class RecorderFilter implements Filter {

  private static final String MOVED =
      "the filter class io.matapalo.router.servlet.jakarta.RecorderFilter is now"
          + " io.matapalo.driver.jakarta.RecorderFilter: write that name in web.xml";

  /** Always fails. */
  public RecorderFilter() {
    throw new IllegalStateException(MOVED);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {
    throw new IllegalStateException(MOVED);
  }
}
