package com.turnstile.service;

import com.turnstile.dao.EntityAttributeDao;
import com.turnstile.dao.GenericDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.dao.OrderLineDao;
import com.turnstile.entity.EntityAttribute;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.lang.reflect.Field;

/**
 * The attribute layer: writes one attribute of one entity at a time, as the table of attributes
 * allows. It was there before Hibernate was. Thread-safe, as a stateless bean.
 */
@Stateless
public class AttributeBean {

  @EJB private EntityAttributeDao attributes;
  @EJB private OrderDao orders;
  @EJB private OrderLineDao orderLines;

  public void ofOrder(Long orderId, String attribute, Object value) {
    write(orders, "PurchaseOrder", orderId, attribute, value);
  }

  public void ofLine(Long lineId, String attribute, Object value) {
    write(orderLines, "OrderLine", lineId, attribute, value);
  }

  private <T> void write(
      GenericDao<T> dao, String entityName, Long id, String attributeName, Object value) {
    EntityAttribute attribute =
        attributes
            .find(entityName, attributeName)
            .filter(EntityAttribute::isWritable)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "entity_attribute has no writable " + entityName + "." + attributeName));
    T entity =
        dao.findById(id)
            .orElseThrow(() -> new IllegalArgumentException("no " + entityName + " " + id));
    try {
      Object checked = Class.forName(attribute.getValueClass()).cast(value);
      Field field = entity.getClass().getDeclaredField(attribute.getAttributeName());
      field.setAccessible(true);
      field.set(entity, checked);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(entityName + "." + attributeName + " cannot be written", e);
    }
  }
}
