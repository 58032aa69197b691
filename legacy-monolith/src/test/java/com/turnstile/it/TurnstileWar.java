package com.turnstile.it;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR that the build made. Stateless. */
final class TurnstileWar {

  private TurnstileWar() {}

  static WebArchive asBuilt() {
    return ShrinkWrap.create(ZipImporter.class, "turnstile.war")
        .importFrom(new File(System.getProperty("turnstile.war")))
        .as(WebArchive.class);
  }
}
