package com.turnstile.dao;

import com.turnstile.entity.ConfigEntry;
import jakarta.ejb.Stateless;
import java.util.Optional;

/** Configuration entries. Thread-safe, as a stateless bean. */
@Stateless
public class ConfigEntryDao extends GenericDao<ConfigEntry> {

  public ConfigEntryDao() {
    super(ConfigEntry.class);
  }

  public Optional<ConfigEntry> findByName(String name) {
    return first(
        query("select c from ConfigEntry c where c.name = :name").setParameter("name", name));
  }
}
