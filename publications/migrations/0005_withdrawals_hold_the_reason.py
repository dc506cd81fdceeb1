from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("publications", "0004_carry_over_what_was_recorded")]

    operations = [migrations.RemoveField(model_name="publication", name="withdrawal_reason")]
