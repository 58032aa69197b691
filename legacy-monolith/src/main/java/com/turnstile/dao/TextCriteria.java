package com.turnstile.dao;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Builds the queries behind search forms, in which everything is text: whatever a field is, it is
 * compared as one. Not thread-safe.
 */
public final class TextCriteria {

  private final StringBuilder jpql;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private TextCriteria(String select) {
    jpql = new StringBuilder(select);
  }

  /** Such as {@code select o.id from PurchaseOrder o}. */
  public static TextCriteria select(String select) {
    return new TextCriteria(select);
  }

  public TextCriteria equal(String path, String value) {
    return condition("cast(" + path + " as string) = :" + parameter(value));
  }

  /** Without regard to case; null matches everything. */
  public TextCriteria contains(String path, String value) {
    String pattern = value == null ? "%" : "%" + escape(value.toLowerCase(Locale.ROOT)) + "%";
    return condition("lower(" + path + ") like :" + parameter(pattern) + " escape '!'");
  }

  public TextCriteria notBefore(String path, Object value) {
    return value == null ? this : condition(path + " >= :" + parameter(value));
  }

  public TextCriteria before(String path, Object value) {
    return value == null ? this : condition(path + " < :" + parameter(value));
  }

  public TextCriteria orderBy(String order) {
    jpql.append(" order by ").append(order);
    return this;
  }

  public <T> TypedQuery<T> query(EntityManager em, Class<T> type) {
    TypedQuery<T> query = em.createQuery(jpql.toString(), type);
    values.forEach(query::setParameter);
    return query;
  }

  private TextCriteria condition(String condition) {
    jpql.append(jpql.indexOf(" where ") < 0 ? " where " : " and ").append(condition);
    return this;
  }

  private String parameter(Object value) {
    String name = "v" + values.size();
    values.put(name, value);
    return name;
  }

  private static String escape(String value) {
    return value.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
