package com.turnstile.service;

import com.turnstile.dao.ConfigEntryDao;
import com.turnstile.entity.ConfigEntry;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;

/** The configuration in the database, asked anew for each use. Thread-safe, as a stateless bean. */
@Stateless
public class ConfigurationBean {

  @EJB private ConfigEntryDao configEntries;

  public String text(String name, String otherwise) {
    return configEntries.findByName(name).map(ConfigEntry::getValue).orElse(otherwise);
  }

  public int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }

  public boolean flag(String name, boolean otherwise) {
    return Boolean.parseBoolean(text(name, Boolean.toString(otherwise)));
  }
}
